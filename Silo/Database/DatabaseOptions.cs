using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Database;

/// <summary>How the embedded database writes, bound from <c>OrleansVideo:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>
    /// What an acknowledged write survives. Full keeps the promise that nothing acknowledged is lost; Normal writes several times faster
    /// and gives that promise up for a power cut.
    /// </summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;
}

/// <summary>How far a commit has gone when it is acknowledged (SQLite's <c>synchronous</c>, in write-ahead mode).</summary>
public enum SqliteSynchronous
{
    /// <summary>Handed to the operating system: survives the end of the process, but the last commits may be lost with the power.</summary>
    Normal = 1,

    /// <summary>On the medium: survives the loss of power.</summary>
    Full = 2,
}

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
