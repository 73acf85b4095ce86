using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Tests.Silo.Configuration;

public sealed class SampleOptions : IValidatableObject
{
    [Range(0, 1_000_000)]
    public int MaxStreams { get; set; } = 200;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(15);

    [Required]
    public string Name { get; set; } = "site";

    [MinLength(8)]
    public string? Password { get; set; }

    public int Low { get; set; }

    public int High { get; set; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Low > High) yield return new ValidationResult("must not exceed High.", [nameof(Low)]);
    }
}

public sealed class SampleOptionsValidator : IValidateOptions<SampleOptions>
{
    public ValidateOptionsResult Validate(string? name, SampleOptions options)
        => options.MaxStreams == 13 ? ValidateOptionsResult.Fail("OrleansVideo:Streaming:MaxStreams must not be 13.") : ValidateOptionsResult.Success;
}
