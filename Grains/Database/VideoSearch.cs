namespace OrleansVideo.Grains.Database;

/// <summary>
/// How a database finds videos by words, in its own SQL: first the newest of those that match, at most <c>@candidates</c>, then the rank of
/// each. However many videos a word is in, so many are ranked.
/// </summary>
/// <param name="Candidates">
/// Selects the column <c>seq</c>, and what <paramref name="Rank"/> needs, of the newest rows of <c>videos</c>, alias <c>v</c>, that match
/// <c>@match</c>. In it <c>{conditions}</c> stands for the conditions on <c>v</c> of what is shown.
/// </param>
/// <param name="OwnerCandidates">The same for the rows whose <c>owner_key</c> is <c>@owner</c>.</param>
/// <param name="Rank">A 64-bit floating-point number, the smaller the better the match, of a candidate, alias <c>c</c>.</param>
/// <param name="Expression">
/// Makes <c>@match</c> of words that must all occur, each as a whole word or as the beginning of one, and of a user name that may help to
/// find that user's alone; null for everybody's. Nothing in a word is an operator.
/// </param>
public sealed record VideoSearch(
    string Candidates, string OwnerCandidates, string Rank, Func<IReadOnlyList<string>, string?, string> Expression);
