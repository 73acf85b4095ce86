namespace OrleansVideo.WebFrontend.Security;

/// <summary>
/// The headers by which browsers protect our users: no script and no style but our own files, no frame around us,
/// no guessing of types. The exceptions are two tools that are not ours, on their own routes.
/// </summary>
public static class HeaderPolicies
{
    /// <summary>The policy of the Orleans dashboard.</summary>
    public const string Dashboard = "dashboard";

    /// <summary>The policy of the API reference.</summary>
    public const string Reference = "reference";

    /// <summary>Adds the policies; the strict one holds wherever an endpoint does not name another.</summary>
    public static IServiceCollection AddHeaderPolicies(this IServiceCollection services)
    {
        services.AddSecurityHeaderPolicies()
            .SetDefaultPolicy(headers => Common(headers, _ => { }))
            .AddPolicy(Dashboard, headers => Common(headers, csp =>
            {
                csp.AddFontSrc().Self().Data();
                csp.AddStyleSrc().Self().UnsafeInline();
                csp.AddImgSrc().Self().Data();
            }))
            .AddPolicy(Reference, headers => Common(headers, csp =>
            {
                csp.AddScriptSrc().Self().WithNonce();
                csp.AddStyleSrc().Self().UnsafeInline();
                csp.AddImgSrc().Self().Data();
            }));
        return services;
    }

    private static void Common(HeaderPolicyCollection headers, Action<CspBuilder> exceptions) => headers
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().Self();
            csp.AddImgSrc().Self().Data().Blob();
            csp.AddMediaSrc().Self().Blob();
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
        .AddPermissionsPolicy(permissions =>
        {
            permissions.AddDefaultSecureDirectives();
            permissions.AddAutoplay().Self(); // What a player needs.
            permissions.AddFullscreen().Self();
            permissions.AddPictureInPicture().Self();
        });
}
