namespace OrleansVideo.WebFrontend.Security;

/// <summary>
/// The headers by which browsers protect our users: no script and no style but our own files, no frame around us,
/// no guessing of types. The exceptions are two tools that are not ours, on their own routes, and the player that other sites frame.
/// </summary>
public static class HeaderPolicies
{
    /// <summary>The policy of the Orleans dashboard.</summary>
    public const string Dashboard = "dashboard";

    /// <summary>The policy of the API reference.</summary>
    public const string Reference = "reference";

    /// <summary>The policy of the player that any site may have in a frame; it can do nothing there but play.</summary>
    public const string Embed = "embed";

    /// <summary>The policy of posters, which other sites may show beside a link.</summary>
    public const string Poster = "poster";

    private const string FrameOptions = "X-Frame-Options"; // Of old browsers: it knows no "any site".

    /// <summary>Adds the policies; the strict one holds wherever an endpoint does not name another.</summary>
    public static IServiceCollection AddHeaderPolicies(this IServiceCollection services)
    {
        services.AddSecurityHeaderPolicies()
            .SetDefaultPolicy(headers => Common(headers, _ => { }))
            .AddPolicy(Dashboard, headers => Common(headers, csp =>
            {
                csp.AddFontSrc().Self().Data(); // Its icons.
                csp.AddStyleSrc().Self().UnsafeInline(); // Its charts.
            }))
            .AddPolicy(Reference, headers => Common(headers, csp =>
            {
                csp.AddScriptSrc().Self().WithNonce();
                csp.AddStyleSrc().Self().UnsafeInline(); // It writes styles as it renders.
            }))
            .AddPolicy(Embed, headers => Common(headers, csp => csp.AddFrameAncestors().From("*")).Remove(FrameOptions))
            .AddPolicy(Poster, headers => Common(headers, _ => { }).AddCrossOriginResourcePolicy(policy => policy.CrossOrigin()));
        return services;
    }

    private static HeaderPolicyCollection Common(HeaderPolicyCollection headers, Action<CspBuilder> exceptions) => headers
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().Self();
            csp.AddImgSrc().Self().Data(); // Icons within style sheets.
            csp.AddObjectSrc().None();
            csp.AddBaseUri().None();
            csp.AddFormAction().Self();
            csp.AddFrameAncestors().None();
            exceptions(csp);
        })
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsDeny()
        .AddReferrerPolicyStrictOriginWhenCrossOrigin()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .AddPermissionsPolicy(permissions =>
        {
            permissions.AddCamera().None();
            permissions.AddDisplayCapture().None();
            permissions.AddGeolocation().None();
            permissions.AddMicrophone().None();
            permissions.AddPayment().None();
            permissions.AddUsb().None();
            permissions.AddAutoplay().Self(); // What a player needs.
            permissions.AddFullscreen().Self();
            permissions.AddPictureInPicture().Self();
        });
}
