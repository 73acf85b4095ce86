using BenchmarkDotNet.Running;
using OrleansVideo.Benchmarks.Cluster;
using OrleansVideo.Benchmarks.Deletion;
using OrleansVideo.Benchmarks.Limiter;
using OrleansVideo.Benchmarks.LimiterSimulation;
using OrleansVideo.Benchmarks.Pages;
using OrleansVideo.Benchmarks.Ranges;
using OrleansVideo.Benchmarks.Streaming;
using OrleansVideo.Benchmarks.Views;

if (args is ["cluster"]) await ClusterBenchmark.RunAsync(Directory.GetCurrentDirectory());
else if (args is ["deletion"]) await DeletionBenchmark.RunAsync(Directory.GetCurrentDirectory());
else if (args is ["limiter"]) await LimiterBenchmark.RunAsync(Directory.GetCurrentDirectory());
else if (args is ["limiter-simulation"]) SimulationVerb.Run();
else if (args is ["pages"]) await PagesBenchmark.RunAsync(Directory.GetCurrentDirectory());
else if (args is ["ranges"]) await RangesVerb.RunAsync(Directory.GetCurrentDirectory());
else if (args is ["streaming"]) await StreamingBenchmark.RunAsync(Directory.GetCurrentDirectory());
else if (args is ["views"]) await ViewsBenchmark.RunAsync(Directory.GetCurrentDirectory());
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
