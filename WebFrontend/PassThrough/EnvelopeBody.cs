using Microsoft.AspNetCore.Http.Features;

namespace OrleansVideo.WebFrontend.PassThrough;

/// <summary>Whether a rewritten request has a body: that of the envelope itself, which came by POST, says nothing of it.</summary>
internal sealed class EnvelopeBody(bool canHaveBody) : IHttpRequestBodyDetectionFeature
{
    /// <inheritdoc/>
    public bool CanHaveBody => canHaveBody;
}
