using OrleansVideo.WebFrontend.Accounts;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddScoped<AccountSignIn>();
builder.Build().Run();

/// <summary>The web frontend's entry point.</summary>
public sealed partial class Program
{
    private Program()
    {
    }
}
