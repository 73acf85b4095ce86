using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Administration;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>The site's own accounts and pipeline over real HTTP, with accounts in memory that can be away.</summary>
public sealed class AccountsSite : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, FakeUserGrain> _accounts = new();
    private WebApplication _app = null!;

    /// <summary>Hashes passwords as the site does, and counts.</summary>
    internal CountingPasswordHasher Hasher { get; } = new(new UnicodePasswordHasher(Options.Create(new PasswordHasherOptions())));

    public FakeUserGrain AccountOf(string userName) => _accounts.GetOrAdd(UserName.GrainKey(userName), _ => new FakeUserGrain());

    public SiteClient NewClient() => new(new Uri(_app.Urls.First()));

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public IServiceScope NewScope() => _app.Services.CreateScope();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["OrleansVideo:Limits:SignInsPerMinute"] = "0";
        builder.Configuration["OrleansVideo:Limits:RegistrationsPerHour"] = "0";
        builder.Configuration["OrleansVideo:Limits:FirstSignInDelay"] = "00:01:00"; // Longer than any test.
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(FakeGrains.Of((typeof(IUserGrain), key => _accounts.GetOrAdd(key, _ => new FakeUserGrain()))));
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddSingleton<IPasswordHasher<Account>>(Hasher);
        builder.Services.AddNetwork();
        builder.Services.AddLimits().AddAccounts().AddProblems().AddApi();
        builder.Services.AddSingleton(new SetupCodeFile(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()))).AddSingleton<SetupCode>();

        _app = builder.Build();
        _app.UseProblems();
        _app.UseCrossSiteRefusal();
        _app.UseRouting();
        _app.UseAuthentication();
        _app.UseSessionGuard();
        _app.UseAuthorization();
        _app.MapGroup(ApiSetup.Root).MapAccounts();
        _app.MapGet("/whoami", (Microsoft.AspNetCore.Http.HttpContext context) => context.GetCaller()).RequireAuthorization();
        _app.MapGet("/same-for-all", () => "hello").WithMetadata(NeedsNoSession.Instance);
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Counts how often a password was compared with a hash.</summary>
internal sealed class CountingPasswordHasher(IPasswordHasher<Account> hasher) : IPasswordHasher<Account>
{
    private int _comparisons;

    public int Comparisons => Volatile.Read(ref _comparisons);

    public string HashPassword(Account user, string password) => hasher.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _comparisons);
        return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
