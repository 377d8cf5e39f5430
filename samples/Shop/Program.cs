using Microsoft.EntityFrameworkCore;
using Shop.Data;
using Shop.Endpoints;
using Shop.Partners;
using Shop.Repositories;
using Shop.Services;
using Shop.Workers;

if (args is ["partners", ..])
{
    await PartnerApi.Build(args[1..]).RunAsync();
    return;
}

var builder = WebApplication.CreateBuilder(args);
var partners = builder.Configuration.GetRequiredSection("Partners").Get<PartnerSettings>()!;

builder.WebHost.ConfigureKestrel(kestrel => kestrel.AllowSynchronousIO = true);
builder.Services.AddControllers();
builder.Services.AddDbContextPool<ShopContext>(options => options
    .UseSqlite(builder.Configuration.GetConnectionString("Shop"))
    .AddInterceptors(new WaitForLocks()));

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(partners);
builder.Services.AddScoped<OrderRepository>();
builder.Services.AddScoped<ProductRepository>();
builder.Services.AddScoped<PageViewStore>();
builder.Services.AddScoped<StockCountStore>();
builder.Services.AddScoped<CreditService>();
builder.Services.AddScoped<GiftCardService>();
builder.Services.AddScoped<LoyaltyService>();
builder.Services.AddScoped<ShippingService>();
builder.Services.AddHttpClient<PaymentClient>(client => client.BaseAddress = new Uri(partners.Url));
builder.Services.AddHttpClient<PricingClient>(client => client.BaseAddress = new Uri(partners.Url));
builder.Services.AddHttpClient<StockClient>(client => client.BaseAddress = new Uri(partners.Url));
builder.Services.AddHttpClient("partners", client => client.BaseAddress = new Uri(partners.Url));
builder.Services.AddHostedService<RestockWorker>();

await using var app = builder.Build();

using (var scope = app.Services.CreateScope())
    SeedData.EnsureSeeded(scope.ServiceProvider.GetRequiredService<ShopContext>());

app.MapControllers();
app.MapBasket();
app.MapCatalog();
app.MapEvents();

if (partners.Host)
{
    var api = PartnerApi.Build(["--urls", partners.Url]);
    await api.StartAsync();
}

await app.RunAsync();
