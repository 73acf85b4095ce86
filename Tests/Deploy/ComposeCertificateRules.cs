namespace OrleansVideo.Tests.Deploy;

/// <summary>Silos and frontends have certificates of their own role alone, which they can't change; nobody but who signs has the authority's key.</summary>
public static class ComposeCertificateRules
{
    private const string Maker = "certificates", Authority = "certificate-authority:";

    public static IEnumerable<string> Check(ComposeFile file)
    {
        foreach (var service in file.Services.Where(service => service.Name != Maker))
        {
            if (service.List("volumes").Any(volume => volume.StartsWith(Authority, StringComparison.Ordinal)))
                yield return $"{service.Name} has the authority's key";
        }

        foreach (var (service, role) in file.Silos.Select(silo => (silo, "silo")).Concat(file.Frontends.Select(frontend => (frontend, "frontend"))))
        {
            string[] mounts = [.. service.List("volumes").Where(volume => volume.Contains("certificate", StringComparison.Ordinal))];
            if (!mounts.SequenceEqual([$"{role}-certificates:/certificates/{role}:ro"]))
                yield return $"{service.Name} has the certificates {string.Join(", ", mounts)}";
            foreach (var (key, name) in new[] { ("Certificate", "tls.crt"), ("Key", "tls.key"), ("Authorities", "ca.crt") })
            {
                if (service.Setting($"OrleansVideo__Cluster__Tls__{key}") != $"/certificates/{role}/{name}")
                    yield return $"{service.Name} does not have /certificates/{role}/{name} as {key}";
            }
        }

        string[] made = [.. file[Maker]?.List("volumes").Select(volume => volume.Split(':')[0]) ?? []];
        foreach (var volume in file.Volumes.Where(volume => volume.Contains("certificate", StringComparison.Ordinal)).Except(made))
            yield return $"nobody fills {volume}";
    }
}
