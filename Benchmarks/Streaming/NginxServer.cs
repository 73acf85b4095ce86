using System.Diagnostics;
using OrleansVideo.Benchmarks.Cluster;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>nginx with two workers and sendfile, its other settings as they come; a connection is kept for as long as it is used.</summary>
/// <param name="directory">A directory of its own.</param>
/// <param name="film">The film.</param>
internal sealed class NginxServer(string directory, BenchmarkFilm film) : FilmServer("nginx")
{
    /// <inheritdoc/>
    public override Uri Film => new(Address, BenchmarkFilm.FileName);

    /// <inheritdoc/>
    public override int[] Pids => [.. ProcessTree.Of(MainPid)];

    /// <inheritdoc/>
    protected override ProcessStartInfo Command()
    {
        var configuration = Path.Combine(directory, "nginx.conf");
        File.WriteAllText(configuration, Configuration);
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        return new ProcessStartInfo(program, ["-p", directory, "-e", "stderr", "-c", configuration]);
    }

    /// <summary>The user is the one who runs the benchmark, who may read the film; only root's nginx takes another.</summary>
    private string Configuration => $$"""
        daemon off;
        user {{Environment.UserName}};
        worker_processes 2;
        worker_rlimit_nofile 8192;
        pid nginx.pid;
        error_log stderr warn;
        events { worker_connections 4096; }
        http {
            access_log off;
            sendfile on;
            tcp_nopush off;
            keepalive_timeout 75s;
            keepalive_requests 1000000000;
            default_type video/mp4;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            server {
                listen {{Address.Authority}};
                root {{Path.GetDirectoryName(film.Path)}};
            }
        }
        """;
}
