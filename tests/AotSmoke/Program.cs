using AotSmoke;

// Compiled to machine code by CI: what works here works trimmed and without a just-in-time compiler.
var checks = new Checks();
await Core.RunAsync(checks);
await Hosted.RunAsync(checks);
await Web.RunAsync(checks);
Exported.Run(checks);
Console.WriteLine(checks.Failures == 0 ? "All of it works." : $"{checks.Failures} checks failed.");
return checks.Failures == 0 ? 0 : 1;
