namespace OrleansVideo.WebFrontend.Accounts.Sessions;

/// <summary>Marks a request whose session could not be checked because the cluster did not answer.</summary>
internal sealed class UnknownSession;
