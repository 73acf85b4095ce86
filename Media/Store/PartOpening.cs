using System.Diagnostics.CodeAnalysis;

namespace OrleansVideo.Media.Store;

/// <summary>The answer to opening a part file: the file, or why there is none.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="File">The open file, to be disposed by the caller; null unless <see cref="PartOutcome.Opened"/>.</param>
public readonly record struct PartOpening(PartOutcome Outcome, PartFile? File)
{
    /// <summary>True when <see cref="File"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(File))]
    public bool IsOpen => File is not null;
}
