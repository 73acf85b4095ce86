using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>Refuses a data directory that is no path.</summary>
public sealed class DataDirectoryOptionsValidator : IValidateOptions<DataDirectoryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DataDirectoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return string.IsNullOrWhiteSpace(options.DataDirectory) || options.DataDirectory.Contains('\0', StringComparison.Ordinal)
            ? ValidateOptionsResult.Fail("OrleansVideo:DataDirectory must be the path of a directory.")
            : ValidateOptionsResult.Success;
    }
}
