using Microsoft.AspNetCore.Mvc;

namespace Shop.Web;

[ApiController, Route("quiet")]
public class QuietController : ControllerBase
{
    [HttpGet]
    public void Wait() => Thread.Sleep(100);
}
