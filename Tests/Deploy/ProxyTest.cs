using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Deploy;

/// <summary>Two frontends that a test commands, the deployed proxy in front of them, and a client.</summary>
public abstract class ProxyTest : IAsyncLifetime
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    protected Frontend First { get; } = new();

    protected Frontend Second { get; } = new();

    protected ProxyProcess Proxy { get; private set; } = null!;

    protected SiteClient Client { get; private set; } = null!;

    /// <summary>How often the path was asked for at either frontend.</summary>
    protected int Deliveries(string path) => First.Requests.Concat(Second.Requests).Count(request => request.EndsWith(" " + path, StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        await First.Start();
        await Second.Start();
        Proxy = await ProxyProcess.Start(First, Second);
        Client = new SiteClient(Proxy.Address);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Proxy is not null) await Proxy.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
