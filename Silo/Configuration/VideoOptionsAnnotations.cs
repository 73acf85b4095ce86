using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Configuration;

/// <summary>Checks the DataAnnotations of options, with messages that name the key.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
/// <param name="section">Where the options lie.</param>
internal sealed class VideoOptionsAnnotations<TOptions>(VideoOptionsPath<TOptions> section) : IValidateOptions<TOptions>
    where TOptions : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .SelectMany(property => Check(property, property.GetValue(options)))
            .Concat(CheckWhole(options))
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Check(PropertyInfo property, object? value)
        => property.GetCustomAttributes<ValidationAttribute>(inherit: true)
            .Where(rule => !rule.IsValid(value))
            .Select(rule => Describe(rule, $"{section.Path}:{property.Name}", value));

    private IEnumerable<string> CheckWhole(TOptions options)
        => options is not IValidatableObject whole
            ? []
            : whole.Validate(new ValidationContext(options))
                .Where(result => result != ValidationResult.Success)
                .Select(result => string.Join(", ", result.MemberNames.Select(member => $"{section.Path}:{member}").DefaultIfEmpty(section.Path))
                    + $" {result.ErrorMessage}");

    private static string Describe(ValidationAttribute rule, string key, object? value) => rule switch
    {
        RequiredAttribute => $"{key} must be set.",
        RangeAttribute range => $"{key} must be between {Text(range.Minimum)} and {Text(range.Maximum)}{ButIs(value)}.",
        _ => $"{rule.FormatErrorMessage(key).TrimEnd('.')}{ButIs(value)}.",
    };

    // Text may be a password.
    private static string ButIs(object? value) => value is null or string ? "" : $", but is {Text(value)}";

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
