namespace OrleansVideo.WebFrontend.Problems;

/// <summary>One kind of problem as HTTP shows it (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Code">The stable code that clients may compare, in kebab case.</param>
/// <param name="Title">A few words, the same for every occurrence.</param>
/// <param name="Detail">A sentence that names the rule; an occurrence may say more.</param>
/// <param name="RetryAfter">How long to wait when the occurrence does not say; null where waiting does not help.</param>
public sealed record ProblemKind(int Status, string Code, string Title, string Detail, TimeSpan? RetryAfter = null);
