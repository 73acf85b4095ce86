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
    /// <summary>Adds what watches over the connections of addresses that send files.</summary>
    public static IServiceCollection AddFileSending(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<StallWatch>().AddHostedService(provider => provider.GetRequiredService<StallWatch>());
    }

    /// <summary>Becomes the writer of every connection of an address.</summary>
    public static void SendFiles(this ListenOptions address)
    {
        var services = address.ApplicationServices;
        if (!OperatingSystem.IsLinux() || !services.GetRequiredService<IOptions<StreamingOptions>>().Value.Sendfile) return;
        var watch = services.GetRequiredService<StallWatch>();
        address.Use(next => connection =>
            connection.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket
                ? Run(connection, socket, watch, next)
                : next(connection));
    }

    private static async Task Run(ConnectionContext connection, Socket socket, StallWatch watch, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var writer = new ConnectionWriter(connection, socket);
        connection.Transport = new Writing(transport.Input, writer);
        connection.Features.Set<IFileSender>(writer);
        watch.Add(writer);
        try
        {
            await next(connection);
        }
        finally
        {
            await writer.DisposeAsync();
            watch.Remove(writer);
            connection.Transport = transport;
        }
    }

    private sealed record Writing(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
