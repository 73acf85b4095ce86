namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>How bytes of files leave this site.</summary>
internal static class SendingSetup
{
    /// <summary>Adds the senders. What they send through is each address's own: <see cref="FileSending"/>.</summary>
    public static IServiceCollection AddSending(this IServiceCollection services) => services
        .AddSingleton<KernelSender>()
        .AddSingleton<ReadingSender>()
        .AddSingleton<IContentSender, ContentSender>();
}
