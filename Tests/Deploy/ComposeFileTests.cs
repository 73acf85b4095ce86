using OrleansVideo.Tests.Architecture;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.Tests.Deploy;

/// <summary>The Compose file fits the code: no engine is needed to see that.</summary>
public sealed class ComposeFileTests
{
    private static readonly string Yaml = File.ReadAllText(Repository.At("docker-compose.yml"));
    private static readonly string Template = File.ReadAllText(Repository.At("deploy", "nginx", "nginx.conf.template"));
    private static readonly string[] KnownKeys = [.. OptionKeys.InCode(
        Floor.All.SelectMany(floor => SourceFiles.Of(floor.Name, ".cs")).Select(File.ReadAllText),
        [.. Floor.All.SelectMany(floor => floor.Assembly.GetTypes())])];

    [Fact]
    public void File_IsInOrder() => Assert.Empty(Problems(Yaml));

    [Theory]
    [InlineData("Cluster__AdvertisedAddress: 172.28.19.22", "Cluster__AdvertisedAddress: 172.28.19.21", "silo-2 advertises 172.28.19.21")]
    [InlineData("ipv4_address: 172.28.19.32", "ipv4_address: 172.28.19.31", "172.28.19.31 is given 2 times")]
    [InlineData("subnet: 172.28.19.0/24", "subnet: 172.28.20.0/24", "silo-1: 172.28.19.21 lies outside")]
    [InlineData("ipv4_address: 172.28.19.21", "priority: 1", "silo-1 has 0 fixed addresses")]
    [InlineData("KnownProxies: 172.28.19.40", "KnownProxies: 172.28.0.0/16", "web-2 believes 172.28.0.0/16")]
    [InlineData("\"web-2:172.28.19.32\"", "\"web-2:172.28.19.33\"", "web-2:172.28.19.33 is nobody's")]
    [InlineData("healthcheck: &silo-health", "x-healthcheck: &silo-health", "silo-1 has no health check")]
    [InlineData("migrate: { condition: service_completed_successfully }", "migrate: { condition: service_healthy }", "silo-2 waits for migrate")]
    [InlineData("    migrate: { condition: service_completed_successfully }\n", "", "silo-1 does not wait for migrate")]
    [InlineData("silo-2: { condition: service_healthy }", "silo-3: { condition: service_healthy }", "web-1 waits for silo-3")]
    [InlineData("  stop_grace_period: 45s\n", "  stop_grace_period: 10s\n", "web-1 is killed after 10 s")]
    [InlineData("    stop_grace_period: 60s\n", "", "postgres is killed after 0 s")]
    [InlineData("OrleansVideo__Cluster__Mode:", "OrleansVideo__Cluster__Mod:", "OrleansVideo__Cluster__Mod is no option")]
    [InlineData("PGPASSWORD: ${DATABASE_SITE_PASSWORD:?set it in .env}", "PGPASSWORD: ${DATABASE_SITE_PASSWORD:-orleans}", "web-1: PGPASSWORD")]
    [InlineData("POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it in .env}", "POSTGRES_PASSWORD: hunter2", "postgres: POSTGRES_PASSWORD")]
    [InlineData("Username=orleansvideo_site", "Username=orleansvideo_site;Password=x", "silo-1: ConnectionStrings__OrleansVideo holds")]
    [InlineData("volumes: [\"site-data:/data\", \"silo", "volumes: [\"site-data:/media\", \"silo", "silo-1 has no volume")]
    [InlineData("  site-data: #", "  other-data: #", "web-2 has no volume")]
    [InlineData("user: \"1654:1654\"", "user: \"0:0\"", "silo-1 may run as root")]
    [InlineData("user: \"101:101\"", "x-user: none", "proxy may run as root")]
    [InlineData("  read_only: true\n", "", "postgres may write")]
    [InlineData("cap_drop: [ALL]", "cap_drop: [NET_RAW]", "web-1 keeps capabilities")]
    [InlineData("no-new-privileges:true", "no-new-privileges:false", "migrate may gain privileges")]
    [InlineData("restart: unless-stopped", "restart: \"no\"", "silo-1 is not restarted")]
    [InlineData("image: postgres:17-bookworm", "image: postgres:latest", "postgres:latest is of no known version")]
    [InlineData("SITE_FRONTEND_2: web-2:8080", "SITE_FRONTEND_2: web-1:8080", "the proxy does not know web-2:8080")]
    [InlineData("ASPNETCORE_URLS: http://0.0.0.0:8080", "ASPNETCORE_URLS: http://0.0.0.0:5000", "the proxy knows web-1:8080")]
    [InlineData("SITE_DIRECTORY: /tmp", "SITE_FOLDER: /tmp", "the template asks for SITE_DIRECTORY")]
    [InlineData("8080}:8080\"]", "8080}:80\"]", "the published port")]
    [InlineData("dockerfile: deploy/Dockerfile", "dockerfile: deploy/Containerfile", "silo-1: deploy/Containerfile is not there")]
    [InlineData("target: web }", "target: site }", "deploy/Dockerfile has no stage site")]
    [InlineData("silo-certificates:/certificates/silo:ro", "silo-certificates:/certificates/silo", "silo-1 has the certificates")]
    [InlineData("frontend-certificates:/certificates/frontend:ro", "silo-certificates:/certificates/frontend:ro", "web-1 has the certificates")]
    [InlineData("\"site-data:/data\", \"silo", "\"site-data:/data\", \"certificate-authority:/ca\", \"silo", "silo-2 has the authority's key")]
    [InlineData("Tls__Key: /certificates/silo/tls.key", "Tls__Key: /certificates/tls.key", "silo-1 does not have /certificates/silo/tls.key as Key")]
    [InlineData("      - frontend-certificates:/certificates/frontend\n", "", "nobody fills frontend-certificates")]
    [InlineData("    certificates: { condition: service_completed_successfully }\n", "", "web-2 does not wait for certificates")]
    [InlineData("image: *silo-image", "image: orleansvideo-migrate:1", "the migration runs another image")]
    [InlineData("./deploy/postgres/10-roles.sql", "./deploy/postgres/roles.sql", "deploy/postgres/roles.sql is not there")]
    public void Checker_SeesABrokenFile(string right, string wrong, string problem)
    {
        Assert.Contains(right, Yaml, StringComparison.Ordinal);
        Assert.Contains(Problems(Yaml.Replace(right, wrong, StringComparison.Ordinal)), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("COPY Media Media", "COPY Medium Media", "has no Medium")]
    [InlineData("--from=assets", "--from=styles", "styles has no")]
    [InlineData("FROM restore AS build", "FROM restored AS build", "starts from restored")]
    [InlineData("AS web", "AS www", "has no stage web")]
    [InlineData("COPY WebFrontend/bundle.mjs ./\n", "", "WebFrontend/bundle.mjs is run, and not copied")]
    public void Checker_SeesABrokenDockerfile(string right, string wrong, string problem)
    {
        Assert.Contains(Images(text => text.Replace(right, wrong, StringComparison.Ordinal)).Check(new ComposeFile(Yaml)),
            found => found.Contains(problem, StringComparison.Ordinal));
    }

    private static string[] Problems(string yaml)
    {
        var file = new ComposeFile(yaml);
        return
        [
            .. ComposeNetworkRules.Check(file),
            .. ComposeOrderRules.Check(file, StopTime),
            .. ComposeSettingRules.Check(file, KnownKeys),
            .. ComposeConfinementRules.Check(file),
            .. ComposeCertificateRules.Check(file),
            .. ComposeProxyRules.Check(file, Template),
            .. Images(text => text).Check(file),
        ];
    }

    // What a process may need from the signal to its end, as the documentation of the option says.
    private static TimeSpan StopTime => new NetworkOptions().DrainTime + TimeSpan.FromSeconds(10);

    private static ImageRules Images(Func<string, string> edit) => new(
        path => Path.Exists(Repository.At(path)), path => edit(File.ReadAllText(Repository.At(path))));
}
