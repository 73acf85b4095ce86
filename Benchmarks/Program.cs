using BenchmarkDotNet.Running;
using OrleansVideo.Benchmarks.Cluster;

if (args is ["cluster"]) await ClusterBenchmark.RunAsync(Directory.GetCurrentDirectory());
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
