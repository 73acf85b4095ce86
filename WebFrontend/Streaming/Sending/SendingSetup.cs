namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>How bytes of files leave this site.</summary>
internal static class SendingSetup
{
    /// <summary>Adds the senders and what watches over them.</summary>
    public static IServiceCollection AddSending(this IServiceCollection services) => services
        .AddSingleton<KernelSender>()
        .AddSingleton<ReadingSender>()
        .AddSingleton<IContentSender, ContentSender>()
        .AddSingleton<StallWatch>()
        .AddHostedService(provider => provider.GetRequiredService<StallWatch>());
}
