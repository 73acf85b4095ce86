// A cluster on a developer's machine, with the Aspire dashboard: a migration, two silos and two frontends over a PostgreSQL that is there.
// docs/cluster.md says how to start it, and what each process is told.

using System.Globalization;

var builder = DistributedApplication.CreateBuilder(args);
var database = builder.AddConnectionString("OrleansVideo");
var data = Path.GetFullPath(builder.Configuration["DataDirectory"] ?? "data", builder.AppHostDirectory);

var migration = builder.AddProject<Projects.Silo>("migrate", options => options.ExcludeLaunchProfile = true)
    .WithArgs("migrate");
Configure(migration);

var silos = Enumerable.Range(1, 2).Select(number =>
{
    var silo = builder.AddProject<Projects.Silo>($"silo-{number}", options => options.ExcludeLaunchProfile = true)
        .WithEnvironment("OrleansVideo__Cluster__AdvertisedAddress", "127.0.0.1")
        .WithEnvironment("OrleansVideo__Cluster__SiloPort", Text(11110 + number))
        .WithEnvironment("OrleansVideo__Cluster__GatewayPort", Text(30000 + number))
        .WithEnvironment("OrleansVideo__Cluster__HealthPort", Text(8100 + number))
        .WaitForCompletion(migration);
    Configure(silo);
    return silo;
}).ToArray();

for (var number = 1; number <= 2; number++)
{
    var frontend = builder.AddProject<Projects.WebFrontend>($"web-{number}", options => options.ExcludeLaunchProfile = true)
        .WithHttpEndpoint(port: 5000 + number, isProxied: false)
        .WithHttpHealthCheck("/health/ready")
        .WithEnvironment("OrleansVideo__Telemetry__MetricsPort", Text(9460 + number));
    foreach (var silo in silos) frontend.WaitFor(silo);
    Configure(frontend);
}

builder.Build().Run();

void Configure(IResourceBuilder<ProjectResource> process) => process
    .WithReference(database)
    .WithEnvironment("OrleansVideo__Cluster__Mode", "Cluster")
    .WithEnvironment("OrleansVideo__Cluster__ClusterId", "development")
    .WithEnvironment("OrleansVideo__DataDirectory", data);

static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
