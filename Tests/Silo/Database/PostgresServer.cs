using System.Diagnostics;
using Npgsql;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Tests.Site.Hosting;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>
/// A real PostgreSQL for all tests that need one: it starts with the first that asks, in a directory and on a port of its own, and ends
/// with the run. The server refuses to run as root, so there it runs as a user without rights.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly string[] AsNobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];

    /// <summary>Debian keeps the server's programs off the PATH, a folder for each version.</summary>
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderBy(folder => int.Parse(Path.GetFileName(folder), null)).Select(folder => Path.Combine(folder, "bin")).LastOrDefault()
        : null;

    private readonly Lazy<PostgresServer> started;
    private readonly string directory = Directory.CreateTempSubdirectory("orleansvideo-postgres-").FullName;
    private Process? process;

    public PostgresServer() => started = new(Start);

    public int Port { get; private set; }

    /// <summary>A server of the caller's own, that begins to listen on this very port now.</summary>
    public static PostgresServer On(int port)
    {
        var server = new PostgresServer { Port = port };
        return server.started.Value;
    }

    /// <summary>How to reach a database of the server, as its owner.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={started.Value.Port};Database={database};Username=owner;Timeout=5;Include Error Detail=true";

    /// <summary>Runs a statement as the owner of the server.</summary>
    public void Execute(string sql)
    {
        using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        process?.Kill(entireProcessTree: true);
        process?.WaitForExit();
        process?.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private PostgresServer Start()
    {
        if (AsNobody.Length > 0) Run("chown", "65534:65534", directory);
        var data = Path.Combine(directory, "data");
        Run([.. AsNobody, Program("initdb"), "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        if (Port == 0) Port = FreePort.Next();
        process = Begin([
            .. AsNobody, Program("postgres"), "-D", data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={directory}", "-c", "fsync=off", "-c", "max_connections=300",
        ]);
        process.ErrorDataReceived += (_, _) => { }; // Read, so that it never waits for room.
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!Answers())
        {
            Assert.False(process.HasExited, "PostgreSQL ended while starting.");
            Assert.True(clock.Elapsed < StartDeadline, "PostgreSQL did not start in time.");
        }

        return this;
    }

    private bool Answers()
    {
        try
        {
            using var connection = new NpgsqlConnection(
                $"Host=127.0.0.1;Port={Port};Database=postgres;Username=owner;Timeout=1;Pooling=false");
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // Not yet.
        }
    }

    private static string Program(string name) =>
        Programs is not null && File.Exists(Path.Combine(Programs, name)) ? Path.Combine(Programs, name) : name;

    private static Process Begin(string[] command) =>
        Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, WorkingDirectory = "/" })!;

    private static void Run(params string[] command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command[0]} failed: {errors.GetAwaiter().GetResult()}");
    }
}
