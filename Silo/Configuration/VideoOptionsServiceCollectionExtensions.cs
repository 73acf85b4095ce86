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
