namespace OrleansVideo.Grains.Database;

/// <summary>How a database finds videos by words, in its own SQL. The video's row has the alias <c>v</c> in all parts.</summary>
/// <param name="From">The tables to search.</param>
/// <param name="Condition">True for rows that match the parameter <c>@match</c>.</param>
/// <param name="Rank">A 64-bit floating-point number, the smaller the better the match.</param>
/// <param name="Expression">
/// Makes <c>@match</c> of words that must all occur, each as a whole word or as the beginning of one. Nothing in a word is an operator.
/// </param>
public sealed record VideoSearch(string From, string Condition, string Rank, Func<IReadOnlyList<string>, string> Expression);
