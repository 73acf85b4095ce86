using Microsoft.Net.Http.Headers;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// Headers that Connection names: they are for this frontend alone (RFC 9110 §7.6.1). The usual ones, such as Keep-Alive
/// and Transfer-Encoding, the forwarder leaves out by itself.
/// </summary>
internal static class HopHeaders
{
    /// <summary>Drops them from one request. What the forwarder itself will write can't be dropped by naming it: it is not there yet.</summary>
    public static Task Drop(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.GetCommaSeparatedValues(HeaderNames.Connection))
        {
            if (!name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)) headers.Remove(name);
        }

        return next(context);
    }
}
