using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace OrleansVideo.WebFrontend.Pages.Shared;

/// <summary>What the next page says of videos that were just moved to the trash, with the button that brings them back.</summary>
/// <param name="Words">What was done.</param>
/// <param name="Ids">The videos.</param>
public sealed record UndoNotice(string Words, IReadOnlyList<Guid> Ids)
{
    private const string WordsKey = "UndoWords";
    private const string IdsKey = "UndoIds";

    /// <summary>Keeps it for the next page.</summary>
    public void Keep(ITempDataDictionary data) => (data[WordsKey], data[IdsKey]) = (Words, Ids.Select(id => id.ToString()).ToArray());

    /// <summary>What the page before kept; null when it kept nothing.</summary>
    public static UndoNotice? Take(ITempDataDictionary data) => data[WordsKey] is string words && data[IdsKey] is string[] ids
        ? new UndoNotice(words, [.. ids.Select(Guid.Parse)])
        : null;
}
