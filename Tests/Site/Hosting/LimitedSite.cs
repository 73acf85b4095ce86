namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>A site with small limits on uploads, for one class.</summary>
public sealed class LimitedSite : IAsyncLifetime
{
    public const int MaxBytes = 2_000_000;
    public const int Quota = 3_000_000;

    public SiteProcess Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await SiteProcess.StartAsync(SiteSettings.Roomy
        .With("Uploads:MaxBytes", $"{MaxBytes}")
        .With("Uploads:UserQuotaBytes", $"{Quota}")
        .With("Uploads:MaxConcurrentPerUser", "1"));

    public async ValueTask DisposeAsync()
    {
        if (Site is not null) await Site.DisposeAsync();
    }
}
