using Microsoft.Extensions.Options;

namespace OrleansVideo.Uploads;

/// <summary>Refuses types that the site does not know.</summary>
public sealed class UploadsOptionsValidator : IValidateOptions<UploadsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, UploadsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var unknown = UploadsOptions.Names(options.AllowedTypes)
            .Except(UploadsOptions.Names(UploadsOptions.KnownTypes), StringComparer.OrdinalIgnoreCase)
            .ToArray();
        return unknown.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{UploadsOptions.Section}:AllowedTypes names {string.Join(", ", unknown)}, but the types known are {UploadsOptions.KnownTypes}.");
    }
}
