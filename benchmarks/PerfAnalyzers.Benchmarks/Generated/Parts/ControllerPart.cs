namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>The controller: thin, as most are.</summary>
internal static class ControllerPart
{
    public static string Write(Feature it) => $$"""
        using Microsoft.AspNetCore.Mvc;

        namespace {{it.Namespace}};

        public sealed record {{it.Name}}Decision(string By, string Reason);

        [ApiController]
        [Route("api/{{it.Module.ToLowerInvariant()}}/{{it.Name.ToLowerInvariant()}}")]
        public sealed class {{it.Name}}Controller(
            I{{it.Name}}Service service, {{it.Name}}Cache cache, {{it.Name}}Export export) : ControllerBase
        {
            [HttpGet("{id:int}")]
            public async Task<ActionResult<{{it.Name}}Dto>> Get(int id, CancellationToken cancellation)
            {
                var cached = await cache.GetAsync(id);
                if (cached is not null)
                    return cached;
                var found = await service.GetAsync(id, cancellation);
                if (found is null)
                    return NotFound();
                await cache.SetAsync(id, found);
                return found;
            }

            [HttpGet]
            public async Task<IActionResult> Search([FromQuery] {{it.Name}}Filter filter, CancellationToken cancellation) =>
                Ok(await service.SearchAsync(filter, cancellation));

            [HttpPost]
            public async Task<IActionResult> Create({{it.Name}}Dto request, CancellationToken cancellation)
            {
                try
                {
                    var created = await service.CreateAsync(request, cancellation);
                    return CreatedAtAction(nameof(Get), new { id = created.Id }, created);
                }
                catch (ArgumentException invalid)
                {
                    return BadRequest(new { invalid.Message });
                }
            }

            [HttpPut("{id:int}")]
            public async Task<IActionResult> Update(int id, {{it.Name}}Dto request, CancellationToken cancellation)
            {
                if (!await service.UpdateAsync(id, request, cancellation))
                    return Conflict();
                await cache.RemoveAsync(id);
                return NoContent();
            }

            [HttpPost("{id:int}/approve")]
            public async Task<IActionResult> Approve(int id, {{it.Name}}Decision decision, CancellationToken cancellation) =>
                await service.ApproveAsync(id, decision.By, cancellation) ? NoContent() : NotFound();

            [HttpPost("{id:int}/cancel")]
            public async Task<IActionResult> Cancel(int id, {{it.Name}}Decision decision, CancellationToken cancellation) =>
                await service.CancelAsync(id, decision.Reason, cancellation) ? NoContent() : NotFound();

            [HttpGet("export")]
            public async Task<IActionResult> Export([FromQuery] int[] ids, CancellationToken cancellation)
            {
                var found = await service.GetManyAsync(ids, cancellation);
                var text = export.Write(found);
                return File(System.Text.Encoding.UTF8.GetBytes(text), "text/csv", "{{it.Name}}.csv");
            }
        {{it.Maybe(0.15, Blocking(it))}}}
        """;

    // One of the few findings: a thread that waits.
    private static string Blocking(Feature it) => $$"""

            [HttpGet("{id:int}/code")]
            public IActionResult Code(int id)
            {
                var found = service.GetAsync(id, HttpContext.RequestAborted).Result;
                return found is null ? NotFound() : Ok(found.Code);
            }

        """;
}
