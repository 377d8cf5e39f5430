using System.Text.Json;
using Shop.Partners;
using Shop.Services;

namespace Shop.Endpoints;

public static class EventEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        app.MapPost("/events/page-views", (List<PageVisit> visits, PageViewStore store) =>
            Results.Ok(new { Saved = store.Save(visits) }));

        app.MapPost("/events/payments", (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var receipt = JsonSerializer.Deserialize<Receipt>(reader.ReadToEnd(), Json);
            return receipt is null ? Results.BadRequest() : Results.Accepted();
        });
    }
}
