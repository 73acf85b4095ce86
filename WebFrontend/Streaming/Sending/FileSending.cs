using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>Makes connections send parts of files through the kernel: on Linux, unless it is switched off.</summary>
internal static class FileSending
{
    /// <summary>Adds the senders. What they send through is each address's own: <see cref="SendFiles"/>.</summary>
    public static IServiceCollection AddSending(this IServiceCollection services) => services
        .AddSingleton<KernelSender>()
        .AddSingleton<ReadingSender>()
        .AddSingleton<IContentSender, ContentSender>();

    /// <summary>Adds what watches over the connections of addresses that send files.</summary>
    public static IServiceCollection AddFileSending(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<StallWatch>().AddHostedService(provider => provider.GetRequiredService<StallWatch>());
    }

    /// <summary>
    /// Watches every connection of an address, and becomes the writer of those on which nothing but HTTP/1.1 without TLS is spoken: no other
    /// can have a file sent by the kernel.
    /// </summary>
    public static void SendFiles(this ListenOptions address)
    {
        if (!OperatingSystem.IsLinux()) return;
        var services = address.ApplicationServices;
        var sends = services.GetRequiredService<IOptions<StreamingOptions>>().Value.Sendfile;
        var watch = services.GetRequiredService<StallWatch>();
        address.Use(next => connection =>
            connection.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket
                ? Run(connection, socket, sends && IsPlainHttp1(address), watch, next)
                : next(connection));
    }

    /// <summary>
    /// Asked for each connection, as what an address speaks is not known before all of it is set up. It is public whether that is TLS in its
    /// name alone; and without TLS a server that may speak both versions speaks HTTP/1.1.
    /// </summary>
    internal static bool IsPlainHttp1(ListenOptions address) =>
        address.Protocols.HasFlag(HttpProtocols.Http1) && $"{address}".StartsWith(Uri.UriSchemeHttp + Uri.SchemeDelimiter, StringComparison.Ordinal);

    private static async Task Run(ConnectionContext connection, Socket socket, bool sends, StallWatch watch, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var writer = sends ? new ConnectionWriter(connection, socket) : null;
        if (writer is not null)
        {
            connection.Transport = new Writing(transport.Input, writer);
            connection.Features.Set<IFileSender>(writer);
        }

        await using var closed = connection.ConnectionClosed.UnsafeRegister(static state => ((ConnectionWriter?)state)?.LetGo(), writer);
        var watched = new WatchedConnection(connection, socket, writer);
        connection.Features.Set(watched);
        watch.Add(watched);
        try
        {
            await await Task.WhenAny(next(connection), watched.Released);
        }
        finally
        {
            if (writer is not null) await writer.DisposeAsync(); // It may have to wait for a client that takes nothing, and is watched meanwhile.
            watch.Remove(watched);
            connection.Transport = transport;
        }
    }

    private sealed record Writing(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
