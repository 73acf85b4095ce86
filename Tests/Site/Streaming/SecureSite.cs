using System.Net;
using System.Security.Cryptography.X509Certificates;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>A site that speaks TLS on a port of its own, with a certificate that it made itself, and a film on it.</summary>
public sealed class SecureSite : IAsyncLifetime
{
    private const string Password = "of the key alone";
    private readonly string _directory = Directory.CreateTempSubdirectory("orleansvideo-tls-").FullName;
    private SiteProcess _site = null!;
    private SocketsHttpHandler _handler = null!;

    /// <summary>Speaks to the port with TLS, and trusts no other certificate than the site's.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Who owns the film, without TLS.</summary>
    public SiteClient Owner { get; private set; } = null!;

    public string Film { get; private set; } = "";

    public byte[] Bytes { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var certificate = OwnCertificate.Create();
        var path = Path.Combine(_directory, "site.pfx");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pkcs12, Password));
        var address = new Uri($"https://127.0.0.1:{FreePort.Next()}/");
        var settings = SiteSettings.Roomy
            .WithVariable("Kestrel__Certificates__Default__Path", path)
            .WithVariable("Kestrel__Certificates__Default__Password", Password);
        settings.MoreAddresses.Add(address);
        _site = await SiteProcess.StartAsync(settings);
        _handler = new SocketsHttpHandler { UseProxy = false };
        _handler.SslOptions.RemoteCertificateValidationCallback = OwnCertificate.Alone(certificate);
        Client = new HttpClient(_handler)
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Owner = await _site.NewMember();
        Bytes = await PaddedFilm.OfLength(4 << 20);
        Film = await Publish();
    }

    /// <summary>One more video with the same bytes.</summary>
    public async Task<string> Publish()
    {
        var id = await Owner.CreateDraft();
        (await Owner.Upload(id, Bytes)).Expect(201);
        await Owner.WaitForState(id, "ready");
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        Owner?.Dispose();
        Client?.Dispose();
        _handler?.Dispose();
        if (_site is not null) await _site.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
