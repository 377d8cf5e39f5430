var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSingleton<Shop.IStockStore, Shop.StockStore>();
var app = builder.Build();
app.MapControllers();
app.Run();
