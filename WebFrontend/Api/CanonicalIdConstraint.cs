namespace OrleansVideo.WebFrontend.Api;

/// <summary>
/// The route constraint of ids: a GUID in its one canonical form, lower case with hyphens. Whatever else is asked for
/// is not there, and never comes near a path or a query (W8).
/// </summary>
public sealed class CanonicalIdConstraint : IRouteConstraint
{
    /// <summary>Its name in route templates, as in <c>{id:canonical}</c>.</summary>
    public const string Name = "canonical";

    /// <summary>Whether a text is an id in its canonical form.</summary>
    public static bool IsCanonical(string? text) =>
        Guid.TryParseExact(text, "D", out var id) && id.ToString() == text; // The parser alone takes "+1" and "0x" in a group too.

    /// <inheritdoc/>
    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && (value is Guid || IsCanonical(value as string));
}
