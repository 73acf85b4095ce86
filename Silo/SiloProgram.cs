namespace OrleansVideo.Silo;

/// <summary>Entry point of the stand-alone silo host.</summary>
internal static class SiloProgram
{
    private static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Build().Run();
    }
}
