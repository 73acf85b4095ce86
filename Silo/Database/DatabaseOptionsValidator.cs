using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Database;

/// <summary>Refuses a way of writing that SQLite knows but the site does not offer, such as no flush at all.</summary>
public sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Enum.IsDefined(options.Synchronous)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"OrleansVideo:Database:Synchronous must be Full or Normal, but is {options.Synchronous}.");
    }
}
