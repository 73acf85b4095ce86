namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>The servers that ours is set beside, each with its defaults.</summary>
internal static class Peers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Peer> All { get; } =
    [
        new("nginx", "nginx", "-v", Nginx, (directory, file) => ["-p", directory, "-c", file]),
        new("Apache", "apache2", "-v", Apache, (directory, file) => ["-X", "-d", directory, "-f", file]),
        new("Caddy", "caddy", "version", Caddy, (_, file) => ["run", "--adapter", "caddyfile", "--config", file]),
        new("lighttpd", "lighttpd", "-v", Lighttpd, (_, file) => ["-D", "-f", file]),
    ];

    private static string Nginx(string directory, int port) => $$"""
        daemon off;
        master_process off;
        pid {{directory}}/nginx.pid;
        error_log {{directory}}/nginx.log;
        events { }
        http {
            access_log off;
            types { video/mp4 mp4; }
            client_body_temp_path {{directory}}/nginx-body;
            proxy_temp_path {{directory}}/nginx-proxy;
            fastcgi_temp_path {{directory}}/nginx-fastcgi;
            uwsgi_temp_path {{directory}}/nginx-uwsgi;
            scgi_temp_path {{directory}}/nginx-scgi;
            server { listen 127.0.0.1:{{port}}; root {{directory}}/www; }
        }
        """;

    private static string Apache(string directory, int port) => $"""
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
        ServerName 127.0.0.1
        Listen 127.0.0.1:{port}
        User www-data
        Group www-data
        DefaultRuntimeDir {directory}
        PidFile {directory}/apache.pid
        ErrorLog {directory}/apache.log
        TypesConfig /dev/null
        AddType video/mp4 .mp4
        DocumentRoot {directory}/www
        """;

    private static string Caddy(string directory, int port) => $$"""
        {
            admin off
            auto_https off
        }
        http://127.0.0.1:{{port}} {
            bind 127.0.0.1
            root * {{directory}}/www
            file_server
        }
        """;

    private static string Lighttpd(string directory, int port) => $"""
        server.bind = "127.0.0.1"
        server.port = {port}
        server.document-root = "{directory}/www"
        server.errorlog = "{directory}/lighttpd.log"
        mimetype.assign = ( ".mp4" => "video/mp4" )
        """;
}
