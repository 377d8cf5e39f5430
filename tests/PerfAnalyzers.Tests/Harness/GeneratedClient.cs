namespace PerfAnalyzers.Tests.Harness;

/// <summary>A client as the generator of gRPC writes it.</summary>
internal static class GeneratedClient
{
    public const string Prices = """
        public class Request { public string Key { get; set; } }
        public class Answer { }
        public class PricesClient : Grpc.Core.ClientBase<PricesClient>
        {
            public virtual Answer GetPrice(Request request, Grpc.Core.Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
            public virtual Grpc.Core.AsyncUnaryCall<Answer> GetPriceAsync(Request request, Grpc.Core.Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null;
            public virtual Grpc.Core.AsyncUnaryCall<Answer> StoreAsync(Request request, Grpc.Core.CallOptions options) => null;
            protected override PricesClient NewInstance(Grpc.Core.ClientBase.ClientBaseConfiguration configuration) => null;
        }
        """;
}
