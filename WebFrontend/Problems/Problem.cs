namespace OrleansVideo.WebFrontend.Problems;

/// <summary>From a refusal to what people and clients get to see.</summary>
public static class Problem
{
    /// <summary>The refusal as problem JSON (RFC 9457), or as an error page for a browser that asked for a page.</summary>
    public static IResult ToProblem(this Refusal refusal)
    {
        var kind = ProblemTable.Of(refusal.Code);
        return new ProblemResult(kind with { Detail = Words(refusal), RetryAfter = refusal.RetryAfter ?? kind.RetryAfter });
    }

    /// <summary>The refusal with its standard words, as <see cref="ToProblem(Refusal)"/>.</summary>
    public static IResult ToProblem(this RefusalCode code) => new ProblemResult(ProblemTable.Of(code));

    /// <summary>The refusal in a sentence for people.</summary>
    public static string Words(Refusal refusal) => refusal.Detail ?? ProblemTable.Of(refusal.Code).Detail;
}
