namespace Sagas.AllInOne.Api;

/// <summary>The API refused a request of the demo, or stayed away for too long. The message is for the person at the terminal.</summary>
sealed class ApiException(string message) : Exception(message);
