using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Runtime.Tests.Tracking;

/// <summary>A database with products.</summary>
internal sealed class ProductContext(DbConnection connection) : DbContext
{
    public DbSet<Product> Products => Set<Product>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);
}

internal sealed class Product
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
