using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// What a forwarded request says: the caller's own headers, its Host included, so that the tier judges cross-site
/// requests as this frontend does; and the caller's address as this frontend knows it. What the caller itself wrote
/// about addresses is gone by then: believed, or replaced (W1).
/// </summary>
internal static class ForwardedRequest
{
    /// <summary>Adds the transforms.</summary>
    public static void Transform(TransformBuilderContext builder)
    {
        builder.AddOriginalHost();
        builder.UseDefaultForwarders = false;
        builder.AddXForwardedFor(action: ForwardedTransformActions.Set);
        builder.AddXForwardedProto(action: ForwardedTransformActions.Set);
        builder.AddXForwardedHost(action: ForwardedTransformActions.Remove);
        builder.AddXForwardedPrefix(action: ForwardedTransformActions.Remove);
        builder.AddRequestHeaderRemove("Forwarded");
        builder.AddRequestTransform(context =>
        {
            ForwardingLoop.Mark(context.ProxyRequest.Headers);
            if (context.ProxyRequest.Content is not null) AskFirst(context.ProxyRequest.Headers);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>
    /// The tier asks for a body once it wants it. So its refusal of an upload arrives before the body was sent in vain,
    /// and a caller that itself asks first (Expect: 100-continue) is answered by the tier. The connection is not used again,
    /// as one whose body was not wanted could not be.
    /// </summary>
    private static void AskFirst(System.Net.Http.Headers.HttpRequestHeaders headers)
    {
        headers.Remove(HeaderNames.Expect);
        headers.ExpectContinue = true;
        headers.ConnectionClose = true;
    }
}
