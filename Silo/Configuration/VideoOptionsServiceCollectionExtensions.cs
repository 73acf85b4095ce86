using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Configuration;

/// <summary>Binds and checks the options of the site, all in the same way.</summary>
public static class VideoOptionsServiceCollectionExtensions
{
    /// <summary>
    /// Binds options from a section under <c>OrleansVideo</c> and checks their DataAnnotations when the host starts. Messages name the
    /// key, the rule and (unless it is text, which may be secret) the value:
    /// "OrleansVideo:Streaming:MaxStreams must be between 0 and 1000000, but is -3."
    /// </summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="services">The services of the host.</param>
    /// <param name="section">The section, such as <c>Streaming</c>, or <see cref="VideoOptionsSection.Root"/>.</param>
    /// <returns>The options builder, for whoever wants to add to it.</returns>
    public static OptionsBuilder<TOptions> AddVideoOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(new VideoOptionsPath<TOptions>(VideoOptionsSection.FullPath(section)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<TOptions>, VideoOptionsBinding<TOptions>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, VideoOptionsAnnotations<TOptions>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RetiredOptionKeys>());
        return services.AddOptions<TOptions>().ValidateOnStart();
    }

    /// <summary>As <see cref="AddVideoOptions{TOptions}"/>, with a validator for what annotations cannot say.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <typeparam name="TValidator">The validator, whose messages name the key.</typeparam>
    /// <param name="services">The services of the host.</param>
    /// <param name="section">The section, such as <c>Streaming</c>, or <see cref="VideoOptionsSection.Root"/>.</param>
    /// <returns>The options builder, for whoever wants to add to it.</returns>
    public static OptionsBuilder<TOptions> AddVideoOptions<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return services.AddVideoOptions<TOptions>(section);
    }
}

/// <summary>The section under which all settings of the site lie.</summary>
public static class VideoOptionsSection
{
    /// <summary>Section name of options that lie directly under <c>OrleansVideo</c>.</summary>
    public const string Root = "";

    /// <summary>The full path of a section, as it is written in messages.</summary>
    /// <param name="section">The section under <c>OrleansVideo</c>, such as <c>Streaming</c>, or <see cref="Root"/>.</param>
    /// <returns>The path, such as <c>OrleansVideo:Streaming</c>.</returns>
    public static string FullPath(string section)
        => string.IsNullOrEmpty(section) ? "OrleansVideo" : ConfigurationPath.Combine("OrleansVideo", section);
}

/// <summary>Where in the configuration a class of options is bound from.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
/// <param name="Path">The section's full path, such as <c>OrleansVideo:Streaming</c>.</param>
internal sealed record VideoOptionsPath<TOptions>(string Path);

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
