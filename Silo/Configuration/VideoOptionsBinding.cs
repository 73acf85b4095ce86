using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Configuration;

/// <summary>Binds options from their section, and reports text that is no number, duration or word of the kind as a failed check.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
/// <param name="configuration">The configuration of the host.</param>
/// <param name="section">Where the options lie.</param>
internal sealed class VideoOptionsBinding<TOptions>(IConfiguration configuration, VideoOptionsPath<TOptions> section)
    : IConfigureOptions<TOptions>
    where TOptions : class
{
    /// <inheritdoc/>
    public void Configure(TOptions options)
    {
        try
        {
            configuration.GetSection(section.Path).Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            // The binder's message names the key and the type that its value is not of.
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), [exception.Message]);
        }
    }
}
