using Microsoft.AspNetCore.Http.Features;

namespace OrleansVideo.WebFrontend.PassThrough;

/// <summary>
/// The size limit of a rewritten request. Its body is in memory by now, within the envelope's own limit; a route may
/// still say its limit, and finds that nothing exceeds it.
/// </summary>
internal sealed class EnvelopeSize : IHttpMaxRequestBodySizeFeature
{
    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public long? MaxRequestBodySize { get; set; }
}
