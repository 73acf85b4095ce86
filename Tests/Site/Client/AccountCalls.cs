using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>Registration and sessions.</summary>
public static class AccountCalls
{
    public const string Password = "a long enough pass-phrase 7";

    /// <summary>A name that no other test uses.</summary>
    public static string FreshName(string stem) => $"{stem}-{Guid.NewGuid():N}"[..Math.Min(32, stem.Length + 13)];

    /// <summary>A new person, registered and signed in.</summary>
    public static async Task<SiteClient> NewMember(this SiteProcess site, string stem = "member")
    {
        var client = new SiteClient(site.Address);
        (await client.Register(FreshName(stem))).Expect(201);
        return client;
    }

    /// <summary>Somebody who has no account.</summary>
    public static SiteClient NewGuest(this SiteProcess site) => new(site.Address);

    /// <summary>The administrator that <see cref="SiteSettings.Roomy"/> configures, signed in.</summary>
    public static async Task<SiteClient> Admin(this SiteProcess site)
    {
        var client = new SiteClient(site.Address);
        (await client.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(200);
        return client;
    }

    public static Task<Reply> Register(this SiteClient client, string userName, string password = Password) =>
        client.Post("/api/v1/users", new { userName, password });

    public static Task<Reply> SignIn(this SiteClient client, string userName, string password = Password) =>
        client.Post("/api/v1/session", new { userName, password });

    public static Task<Reply> SignOut(this SiteClient client) => client.Delete("/api/v1/session");

    public static async Task<string> UserName(this SiteClient client) => (await client.Me()).Json.Text("userName")!;

    /// <summary>Bytes that count against the caller's quota.</summary>
    public static async Task<long> QuotaUsed(this SiteClient client) =>
        (await client.Me()).Json.GetProperty("quota").GetProperty("used").GetInt64();

    /// <summary>Waits until so many bytes count: a purge gives its bytes back as its very last step, after the video says purged.</summary>
    public static Task<TimeSpan> QuotaBecomes(this SiteClient client, long used, TimeSpan within) =>
        Eventually.True($"{used} bytes count against the quota", within, async () => await client.QuotaUsed() == used);

    public static async Task<Reply> Me(this SiteClient client) => (await client.Get("/api/v1/users/me")).Expect(200);
}
