using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Documents, commands and messages that are collected in the loop and sent together.</summary>
public class WriteInOneBatchCollectTests : RuleTest<WriteInOneBatch, WriteInOneBatchFix>
{
    private const string Mongo = "using MongoDB.Driver;\npublic class Doc { public string Id { get; set; } public string Name { get; set; } }\npublic class DocController : ControllerBase\n{\n";
    private const string Redis = "using StackExchange.Redis;\npublic class CacheController(IDatabase redis) : ControllerBase\n{\n";
    private const string Kafka = "using Confluent.Kafka;\npublic class EventController(IProducer<string, string> producer) : ControllerBase\n{\n";

    [Fact]
    public Task Documents_are_inserted_together() => Fixes(
        Mongo + """
            public async Task Import(IMongoCollection<Doc> docs, List<string> names, CancellationToken token)
            {
                // all names
                foreach (var name in names)
                {
                    var doc = new Doc { Name = name };
                    // one document
                    await [|docs.InsertOneAsync(doc, cancellationToken: token)|].ConfigureAwait(false);
                }
            }
        }
        """,
        Mongo + """
            public async Task Import(IMongoCollection<Doc> docs, List<string> names, CancellationToken token)
            {
                // all names
                var documents = new List<Doc>();
                foreach (var name in names)
                {
                    var doc = new Doc { Name = name };
                    // one document
                    documents.Add(doc);
                }
                if (documents.Count > 0)
                    await docs.InsertManyAsync(documents, cancellationToken: token).ConfigureAwait(false);
            }
        }
        """,
        new(Title: "Insert all documents with InsertManyAsync (review)"));

    [Fact]
    public Task A_body_without_braces_and_a_taken_name() => Fixes(
        Mongo + """
            public void Import(IMongoCollection<Doc> docs, Doc[] documents)
            {
                foreach (var doc in documents)
                    if (doc.Name != null)
                        [|docs.InsertOne(doc)|];
            }
        }
        """,
        Mongo + """
            public void Import(IMongoCollection<Doc> docs, Doc[] documents)
            {
                var documents2 = new List<Doc>();
                foreach (var doc in documents)
                    if (doc.Name != null)
                        documents2.Add(doc);
                if (documents2.Count > 0)
                    docs.InsertMany(documents2);
            }
        }
        """);

    [Fact]
    public Task A_session_stays_and_a_transaction_makes_it_a_suggestion() => Fixes(
        Mongo + """
            public async Task Import(IMongoCollection<Doc> docs, List<Doc> items, IClientSessionHandle session)
            {
                foreach (var item in items)
                {
                    await {|info:docs.InsertOneAsync(session, item)|};
                }
            }
        }
        """,
        Mongo + """
            public async Task Import(IMongoCollection<Doc> docs, List<Doc> items, IClientSessionHandle session)
            {
                var documents = new List<Doc>();
                foreach (var item in items)
                {
                    documents.Add(item);
                }
                if (documents.Count > 0)
                    await docs.InsertManyAsync(session, documents);
            }
        }
        """);

    [Fact]
    public Task A_method_on_one_line_is_taken_apart() => Fixes(
        Mongo + "public async Task M(IMongoCollection<Doc> docs, List<Doc> items) { foreach (var doc in items) await {|warning:docs.InsertOneAsync(doc)|}; } }",
        Mongo + "public async Task M(IMongoCollection<Doc> docs, List<Doc> items) {\n        var documents = new List<Doc>();\n        foreach (var doc in items) documents.Add(doc);\n        if (documents.Count > 0)\n            await docs.InsertManyAsync(documents);\n    } }");

    [Theory]
    [InlineData("foreach (var doc in items) { await {|warning:docs.InsertOneAsync(doc)|}; Console.WriteLine(doc.Id); }")]
    [InlineData("foreach (var doc in items) { await {|warning:docs.InsertOneAsync(doc, new InsertOneOptions())|}; }")]
    [InlineData("foreach (var doc in items) { if (doc.Name == null) return; await {|warning:docs.InsertOneAsync(doc)|}; }")]
    [InlineData("foreach (var doc in items) { await {|warning:docs.ReplaceOneAsync(d => d.Id == doc.Id, doc)|}; }")]
    [InlineData("foreach (var doc in items) { await {|warning:docs.DeleteOneAsync(d => d.Name == doc.Name)|}; await {|warning:docs.InsertOneAsync(doc)|}; }")]
    [InlineData("var copy = new Doc(); foreach (var doc in items) { copy.Name = doc.Name; await {|warning:docs.InsertOneAsync(copy)|}; }")]
    [InlineData("foreach (var doc in items) { if (doc.Name == null) throw new Exception(); await {|warning:docs.InsertOneAsync(doc)|}; }")]
    public Task Documents_without_fix(string code) => FlagsWithoutFix(
        Mongo + $"public async Task M(IMongoCollection<Doc> docs, List<Doc> items) {{ {code} }} }}");

    [Theory]
    [InlineData(nameof(Guard.ReadsBetween), "foreach (var doc in items) { var found = await docs.Find(d => d.Name == doc.Name).FirstOrDefaultAsync(); if (found == null) await docs.InsertOneAsync(doc); }")]
    [InlineData(nameof(Guard.CatchesPerItem), "foreach (var doc in items) { try { await docs.InsertOneAsync(doc); } catch (MongoWriteException) { } }")]
    [InlineData(nameof(Guard.IndependentOfItem), "foreach (var doc in items) await docs.InsertOneAsync(new Doc());")]
    [InlineData(nameof(Guard.ResultIsUsed), "foreach (var doc in items) { var result = await docs.ReplaceOneAsync(d => d.Id == doc.Id, doc); if (result.ModifiedCount == 0) break; }")]
    [InlineData(nameof(Guard.ObjectPerItem), "foreach (var doc in items) { var own = database.GetCollection<Doc>(doc.Name); await own.InsertOneAsync(doc); }")]
    [InlineData(nameof(Guard.WritesElsewhere), "foreach (var doc in items) { await bus.Publish(doc); await docs.InsertOneAsync(doc); }")]
    [InlineData(nameof(Guard.ResultIsUsed), "var tasks = new List<Task>(); foreach (var doc in items) tasks.Add(docs.InsertOneAsync(doc)); await Task.WhenAll(tasks);")]
    public Task Documents_that_are_not_reported(string guard, string code) => Silent(
        Mongo + $"public async Task M(IMongoCollection<Doc> docs, IMongoDatabase database, MassTransit.IBus bus, List<Doc> items) {{ {code} }} }}", Named(guard));

    [Theory]
    [InlineData("foreach (var doc in documents) await [|this.InsertOneAsync(doc)|];")]
    [InlineData("try { await Inner.InsertManyAsync(documents); } catch (MongoException) { foreach (var doc in documents) await [|Inner.InsertOneAsync(doc)|]; }")]
    public Task The_form_for_many_is_not_told_to_call_itself(string body) => FlagsWithoutFix(
        "using MongoDB.Driver;\npublic class Doc { public string Id { get; set; } }\n" + $$"""
        public interface IDocs : IMongoCollection<Doc>
        {
            IMongoCollection<Doc> Inner { get; }

            async Task InsertManyAsync(List<Doc> documents)
            {
                {{body}}
            }
        }
        """);

    [Fact]
    public Task Redis_commands_go_out_as_one_batch() => Fixes(
        Redis + """
            public async Task Warm(List<string> names)
            {
                foreach (var name in names)
                {
                    await [|redis.StringSetAsync("name:" + name, name)|]; // value
                    await [|redis.KeyExpireAsync("name:" + name, TimeSpan.FromHours(1))|];
                }
            }
        }
        """,
        Redis + """
            public async Task Warm(List<string> names)
            {
                var batch = redis.CreateBatch();
                var tasks = new List<Task>();
                foreach (var name in names)
                {
                    tasks.Add(batch.StringSetAsync("name:" + name, name)); // value
                    tasks.Add(batch.KeyExpireAsync("name:" + name, TimeSpan.FromHours(1)));
                }
                batch.Execute();
                await Task.WhenAll(tasks);
            }
        }
        """,
        new(Title: "Send the commands as one batch (review)"));

    [Fact]
    public Task Redis_in_a_for_loop_inside_a_switch() => Fixes(
        Redis + """
            public async Task Warm(string[] names, int kind)
            {
                switch (kind)
                {
                    case 1:
                        for (var i = 0; i < names.Length; i++)
                            await [|redis.SetAddAsync("names", names[i])|].ConfigureAwait(false);
                        break;
                }
            }
        }
        """,
        Redis + """
            public async Task Warm(string[] names, int kind)
            {
                switch (kind)
                {
                    case 1:
                        var batch = redis.CreateBatch();
                        var tasks = new List<Task>();
                        for (var i = 0; i < names.Length; i++)
                            tasks.Add(batch.SetAddAsync("names", names[i]));
                        batch.Execute();
                        await Task.WhenAll(tasks).ConfigureAwait(false);
                        break;
                }
            }
        }
        """);

    [Theory]
    [InlineData("foreach (var name in names) {|warning:redis.StringSet(name, 1)|};")]
    [InlineData("foreach (var name in names) { await {|warning:redis.StringSetAsync(name, 1)|}; if (name == null) throw new Exception(); }")]
    [InlineData("long sum = 0; foreach (var name in names) sum += await {|info:redis.StringIncrementAsync(name)|};")]
    [InlineData("var buffer = new byte[1]; foreach (var name in names) { buffer[0] = (byte)name[0]; await {|warning:redis.StringSetAsync(name, buffer)|}; }")]
    public Task Redis_without_fix(string code) => FlagsWithoutFix(Redis + $"public async Task M(List<string> names) {{ await Task.Yield(); {code} }} }}");

    [Theory]
    [InlineData(nameof(Guard.FireAndForget), "foreach (var name in names) await redis.StringSetAsync(name, 1, flags: CommandFlags.FireAndForget);")]
    [InlineData(nameof(Guard.ResultIsUsed), "foreach (var name in names) if (await redis.SetAddAsync(\"seen\", name)) Console.WriteLine(name);")]
    [InlineData(nameof(Guard.IndependentOfItem), "foreach (var name in names) await redis.StringIncrementAsync(\"count\");")]
    public Task Redis_that_is_not_reported(string guard, string code) => Silent(Redis + $"public async Task M(List<string> names) {{ {code} }} }}", Named(guard));

    [Theory]
    [InlineData("var batch = redis.CreateBatch(); foreach (var name in names) { _ = batch.StringSetAsync(name, 1); } batch.Execute();")]
    public Task A_batch_of_redis_does_not_concern_the_rule(string code) => Unconcerned(Redis + $"public async Task M(List<string> names) {{ {code} }} }}");

    [Fact]
    public Task Messages_are_awaited_together() => Fixes(
        Kafka + """
            public async Task Publish(List<string> names, CancellationToken token)
            {
                foreach (var name in names)
                {
                    var message = new Message<string, string> { Key = name, Value = name };
                    await [|producer.ProduceAsync("names", message, token)|];
                }
            }
        }
        """,
        Kafka + """
            public async Task Publish(List<string> names, CancellationToken token)
            {
                var tasks = new List<Task>();
                foreach (var name in names)
                {
                    var message = new Message<string, string> { Key = name, Value = name };
                    tasks.Add(producer.ProduceAsync("names", message, token));
                }
                await Task.WhenAll(tasks);
            }
        }
        """,
        new(Title: "Await all messages together (review)"));

    [Fact]
    public Task A_delivery_report_that_is_read_is_a_suggestion() => FlagsWithoutFix(
        Kafka + """
            public async Task Publish(List<string> names)
            {
                foreach (var name in names)
                {
                    var report = await {|info:producer.ProduceAsync("names", new Message<string, string> { Value = name })|};
                    Console.WriteLine(report.Offset);
                }
            }
        }
        """);
}
