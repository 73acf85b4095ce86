using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>Addresses for those who don't know where they found them: feeds, and pages that are shared.</summary>
internal static class AbsoluteExtensions
{
    /// <summary>A path of this site as a whole address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The path, with its query if it has one, encoded already.</param>
    public static string Absolute(this HttpRequest request, string path) =>
        request.HttpContext.RequestServices.GetRequiredService<PublicAddress>().For(request) + path;
}
