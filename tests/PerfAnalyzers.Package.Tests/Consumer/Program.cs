var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSingleton<Shop.IStockStore, Shop.StockStore>();
builder.Services.AddDbContext<Shop.ShopContext>(options => options.UseInMemoryDatabase("shop"));
var app = builder.Build();
app.MapControllers();
app.Run();
