using System.Globalization;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- ranges</c>: the same requests for the same file, with ranges and
/// conditions, to this site and to the servers of others that the machine has; as Markdown tables.
/// </summary>
internal static class RangesVerb
{
    /// <summary>Runs it. The process ends with 1 when one of our own answers is not what RFC 9110 leaves room for.</summary>
    /// <param name="repository">The working copy.</param>
    public static async Task RunAsync(string repository)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        // Not a private directory: Apache, started as root, gives up the right to read one.
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"orleansvideo-ranges-{Guid.NewGuid():N}")).FullName;
        var servers = new List<Server>();
        try
        {
            var film = await Film.MakeAsync(Directory.CreateDirectory(Path.Combine(directory, "www")).FullName);
            servers.Add(await OwnSite.StartAsync(repository, directory, film));
            foreach (var peer in Peers.All)
            {
                if (await peer.StartAsync(directory) is { } server) servers.Add(server);
                else Console.WriteLine($"{peer.Name} is missing on this machine.");
            }

            Console.WriteLine($"A film of N = {film.Bytes.Length:N0} bytes.");
            var wrong = await new MatrixTable(servers, film).Print();
            if (wrong == 0) return;
            Console.Error.WriteLine($"{wrong} of our own answers are not what RFC 9110 leaves room for.");
            Environment.ExitCode = 1;
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
            Directory.Delete(directory, recursive: true);
        }
    }
}
