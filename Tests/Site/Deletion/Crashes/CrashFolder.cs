using OrleansVideo.CrashPoints;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion.Crashes;

/// <summary>Where orders to crash are given.</summary>
public sealed class CrashFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("orleansvideo-crash-").FullName;

    public CrashOrder Order => new(OrderPath);

    private string OrderPath => Path.Combine(_path, "order");

    /// <summary>Settings of processes that obey.</summary>
    public SiteSettings Arm(SiteSettings settings) => settings
        .WithVariable("DOTNET_STARTUP_HOOKS", typeof(CrashOrder).Assembly.Location)
        .WithVariable(CrashOrder.Variable, OrderPath);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
