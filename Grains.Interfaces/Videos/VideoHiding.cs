namespace OrleansVideo.Videos;

/// <summary>Whose act keeps a video from being seen, or from being removed. A state has the name, rows and messages the number.</summary>
public enum HiddenBy
{
    /// <summary>A newer release knows somebody else.</summary>
    Unknown = 0,

    /// <summary>Its owner, admin or not; who was asked before this was kept counts as the owner unless the ledger says otherwise.</summary>
    Owner = 1,

    /// <summary>An admin: the owner can't undo it.</summary>
    Admin = 2,

    /// <summary>An admin's hold upon a deletion, whosever that is: the owner can neither undo it nor have it carried out.</summary>
    Hold = 3,
}

/// <summary>Why a video is in the trash.</summary>
/// <param name="By">Whose act it is.</param>
/// <param name="Reason">Why, as an admin has said it for the owner; null when nothing was said.</param>
/// <param name="Since">Since when; null when that is not known.</param>
[GenerateSerializer, Immutable, Alias("VideoHiding")]
public sealed record VideoHiding(
    [property: Id(0)] HiddenBy By,
    [property: Id(1)] string? Reason,
    [property: Id(2)] DateTimeOffset? Since);

/// <summary>An admin's ceiling on who may see a video; its owner can close it further and not open it.</summary>
/// <param name="Most">The most open visibility that its owner can give it.</param>
/// <param name="Reason">Why, as an admin has said it for the owner; null when nothing was said.</param>
/// <param name="Since">Since when.</param>
[GenerateSerializer, Immutable, Alias("VisibilityLimit")]
public sealed record VisibilityLimit(
    [property: Id(0)] Visibility Most,
    [property: Id(1)] string? Reason,
    [property: Id(2)] DateTimeOffset Since);

/// <summary>Who put a video into the trash and who holds it there, as the deletion ledger has it.</summary>
/// <param name="Generation">Which deletion of the video.</param>
/// <param name="Version">Grows with each change of it; an older word than the last one heard is dropped.</param>
/// <param name="DeleteAfter">Its deadline.</param>
/// <param name="Removal">Whose deletion it is.</param>
/// <param name="Hold">The hold upon it; null when nobody holds it.</param>
[GenerateSerializer, Immutable, Alias("VideoRemoval")]
public sealed record VideoRemoval(
    [property: Id(0)] long Generation,
    [property: Id(1)] long Version,
    [property: Id(2)] DateTimeOffset DeleteAfter,
    [property: Id(3)] VideoHiding Removal,
    [property: Id(4)] VideoHiding? Hold);

/// <summary>The rules for what an admin says to a video's owner.</summary>
public static class RemovalReason
{
    /// <summary>The longest reason, in UTF-16 code units.</summary>
    public const int MaxLength = 500;

    /// <summary>Whether the text, already trimmed, can be a reason: one line, well-formed, no controls.</summary>
    public static bool IsReason(string? text) => text is null || (text.Length <= MaxLength && PlainText.IsSingleLine(text));

    /// <summary>The text without blanks around it; null when nothing is left.</summary>
    public static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } reason ? reason : null;
}
